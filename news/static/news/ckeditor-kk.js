/* CKEditor asks only for languages that it knows of; our Kazakh texts lie in ckeditor/ckeditor/. */
CKEDITOR.lang.languages.kk = 1;
CKEDITOR.plugins.registered.a11yhelp.availableLangs.kk = 1;
